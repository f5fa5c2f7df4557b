crib.shard("d-0",[["index.html","Own theme",[],[["","","A page."]]],["page.html","Page",[],[["","","Text."]]]])
