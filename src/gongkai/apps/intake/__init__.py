"""收件. A duty declares a flow, mounts its screens, and registers who may read files."""

ENTRIES = {"gate", "flow", "screens"}
