"""Captured frames written down for other programs: pcapng, HAR, JSON lines; and anonymised."""
