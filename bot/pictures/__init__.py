"""Pictures: what they show, how they are drawn, and the studio that draws them off the event loop."""
