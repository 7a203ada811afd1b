"""What the ledger says of lists that left the house."""

from gongkai.apps.ledger.events import register

TAKEN = "exports:taken"

register({TAKEN: "导出“{list}”{rows}行"})
