"""All persistence: tables, sessions, migrations, sealed secrets, the record."""
