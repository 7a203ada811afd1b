"""Papers as offices make them, drawn from a seed, by a hand that has not read the readers.

`sheets` is what a paper is made of; `reports` and `documents` draw papers with their true values; `looks` says how a paper is
printed; `faults` spoils a report in one known way; `writers`, `office`, `layered` and `pictures` put a paper into a file.
"""
