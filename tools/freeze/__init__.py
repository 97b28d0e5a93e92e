"""What the packaged program is made of, and what is put around it; `build.spec` brings it together."""
