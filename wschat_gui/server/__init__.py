"""The server thread: the only folder with asyncio and sockets."""
