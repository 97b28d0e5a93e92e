"""The host under load and faults, for a moment each."""
