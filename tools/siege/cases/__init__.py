"""Every load and fault, a module a family."""
