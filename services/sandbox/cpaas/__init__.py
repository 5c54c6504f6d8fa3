"""The CPaaS: organisations, members, licences, extensions, numbers, settings and calls over HTTP."""
