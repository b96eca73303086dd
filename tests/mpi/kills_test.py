"""Killed without warning while creating, computing, updating, summing or repacking: nothing is lost and nothing wrong.

After each kill the file is judged byte by byte, and the same command, with other ranks and threads, ends on a copy with
the map of an uninterrupted run. tools/kill-test does the same thousands of times.
"""

from harness import check
from kills import PHASES, Campaign

KILLS_ON_TWO_RANKS = 30
SEED = 20261122

print(f"seed {SEED}")
campaign = Campaign(SEED, ranks=(2, 2, 2, 2, 1, 3), phases=PHASES, finish_each=True)
number = 0
while campaign.kills_by_ranks[2] < KILLS_ON_TWO_RANKS:
    campaign.trial(number)
    number += 1
    check(campaign.counts.bad() == 0, "see above")
    check(number < 4 * KILLS_ON_TWO_RANKS, "most runs end before they are killed")
for name in PHASES:
    check(campaign.kills_by_phase[name] >= 2, f"'{name}' was hit {campaign.kills_by_phase[name]} times only")
print(campaign.counts)
