"""演示城市: the fictitious city 云川市, its people and three years of its documents.

Nothing here is real: no person, place, telephone number or figure. The load calls the very actions that officers
call, each at its own moment of the past, so ledger, clocks, versions and index are what real use would leave.
"""
