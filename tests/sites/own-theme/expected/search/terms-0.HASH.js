crib.shard("terms-0","!own\n!page\n!text\n#heme")
