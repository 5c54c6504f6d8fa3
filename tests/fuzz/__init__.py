"""What comes from outside, bent at random: it is read or refused, in time, and nothing is written without a plan."""
