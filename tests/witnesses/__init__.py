"""What other programs say about the same fits, stored with the scripts that asked them."""
