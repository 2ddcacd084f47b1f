"""Where the work runs: this process, worker processes, a cluster. An engine knows nothing of papers."""
