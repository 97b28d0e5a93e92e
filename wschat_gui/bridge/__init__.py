"""The words and the two queues that the window's thread and the server's thread share."""
