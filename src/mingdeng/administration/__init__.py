"""Running the system: the first start, accounts of others, and who founds the first roster."""
