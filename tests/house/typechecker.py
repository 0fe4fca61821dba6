"""The checker of `make typecheck`: beartype, for which a whole number may stand for a float, as in Python's own rules."""
from beartype import BeartypeConf, beartype

check = beartype(conf=BeartypeConf(is_pep484_tower=True))
