"""What the packaged program is made of and what is put around it; see `build.spec`."""
