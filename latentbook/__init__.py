"""latentbook: a literate toolkit for autoencoder latent spaces in physics. Names load on first use, so that importing costs nothing."""
from importlib import import_module as _import_module

__version__ = "0.1.0"
_LAZY = {"Latent": "core", "Dataset": "core", "fit": "train.loop", "save": "train.files", "load": "train.files"}
__all__ = ["__version__", *_LAZY]


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"latentbook has no attribute {name!r}; it offers {', '.join(_LAZY)} and its submodules")
    return getattr(_import_module(f"{__name__}.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
