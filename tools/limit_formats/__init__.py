"""Readers of the formats in which the community passes limits around. Each returns a `Source`; `curve` turns it into ours."""

from limit_formats.columns import read_alpinist, read_axionlimits, read_foresee, read_plain
from limit_formats.darkcast import read_darkcast
from limit_formats.heavy_neutrinos import read_heavy_neutrinos
from limit_formats.hepdata import read_hepdata

READERS = {
    "darkcast": read_darkcast, "hepdata": read_hepdata, "axionlimits": read_axionlimits, "heavy-neutrino-limits": read_heavy_neutrinos,
    "foresee": read_foresee, "alpinist": read_alpinist, "csv": read_plain,
}
