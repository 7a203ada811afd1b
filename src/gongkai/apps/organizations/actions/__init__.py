"""Acts on bodies, people and posts: one public function per verb."""
