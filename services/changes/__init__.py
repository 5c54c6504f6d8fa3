"""How a wish becomes work: snapshot, plan, approval, job, report. Read the files in that order."""
