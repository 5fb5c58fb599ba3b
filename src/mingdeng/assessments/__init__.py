"""Records to facts to verdicts: boards, reasons, waivers, objections."""
