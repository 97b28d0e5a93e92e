"""WSChat host: a LAN chat that is one window for the host and one web page for everybody else."""

__version__ = "0.1.0"
