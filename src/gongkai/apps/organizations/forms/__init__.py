"""Forms of people, posts and sign-in. Every refusal is one clear sentence."""
