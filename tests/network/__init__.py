"""Several machines on one network: namespaces of the system, and a hub that is as bad as wanted."""
