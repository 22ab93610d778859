"""The parts of the page about sticks: handing over, taking in, who was heard of."""
