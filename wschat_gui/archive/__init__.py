"""What outlives the program: the transcript, its search index, its export, and the files' records.

Everything that is SQLite is here and nowhere else. Who may read or delete what is not decided here.
"""
