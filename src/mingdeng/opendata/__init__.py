"""Everything an installation holds as one documented file, and back into an empty one."""
