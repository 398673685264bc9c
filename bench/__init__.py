"""What is fast, measured against its limit: `make bench`. The method and the last figures are in docs/speed.md.

__main__   one run: the databases, then every figure, each in a process of its own
towns      databases of a given number of clients, made from a small demo by copying rows
rounds     two things measured turn by turn, and a control beside them
figures    a figure, its limit, and whether it holds
sweeps     the sweep of the flags beside SQL that writes the same rows
pages      what a person waits for, beside the bare queries and a page that only greets
peers      other programs that do the same work
table      makes the table in docs/speed.md from the figures
"""
