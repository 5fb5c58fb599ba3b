"""Organizations, people, memberships, groups, posts and terms, each with its dates."""
