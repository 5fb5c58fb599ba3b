"""A cold process: load the packs from the cache, compile, judge so many organizations."""

import resource
import sys

from branches import AS_OF, organization

from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.scalar import judge
from mingdeng.rulebook.duties import load_duties

tables = compile_rules(load_duties(["national"]), Clocks(AS_OF))
verdicts = sum(
    len(judge(tables, bearer, records))
    for number in range(int(sys.argv[1]))
    for bearer, records in organization(number)
)
print(verdicts, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
