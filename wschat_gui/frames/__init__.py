"""What stands on the wire: frames dissected, judged by RFC 6455, counted, timed. No I/O."""
