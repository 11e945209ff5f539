"""What is to be heard and when: schedules, tracks, the sequencer, and the voices of the parts."""
