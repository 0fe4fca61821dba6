"""Every test starts from the same random state and leaves none behind: its outcome must not depend on its neighbours."""
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def a_random_state_of_its_own() -> Iterator[None]:
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        yield
