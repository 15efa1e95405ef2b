"""The version of the tables that this program works with."""

HEAD = "0009"  # the newest file in db/migrations/versions; a test holds the two together
