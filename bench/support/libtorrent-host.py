"""libtorrent on one host of a swarm, as a seeder or a leecher, with its defaults and unencrypted TCP.

libtorrent-host.py ADDRESS:PORT TORRENT seed FOLDER
libtorrent-host.py ADDRESS:PORT TORRENT fetch FOLDER MARK

Prints a line when ready. A leecher begins at a line on stdin, and makes the file MARK when it has everything.
"""
import sys

import libtorrent as lt

address, torrent, task, folder = sys.argv[1:5]
running = lt.session({
    'listen_interfaces': address,
    'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
    'enable_outgoing_utp': False, 'enable_incoming_utp': False,
    'in_enc_policy': 2, 'out_enc_policy': 2,
    'alert_mask': lt.alert.category_t.status_notification | lt.alert.category_t.error_notification,
    'user_agent': 'bench',
})
flags = lt.torrent_flags.default_flags & ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused
added = {'ti': lt.torrent_info(torrent), 'save_path': folder}

if task == 'seed':
    running.add_torrent({**added, 'flags': flags | lt.torrent_flags.seed_mode})
    print('ready', flush=True)
    sys.stdin.read()
else:
    print('ready', flush=True)
    sys.stdin.readline()
    handle = running.add_torrent({**added, 'flags': flags})
    finished = False
    while not finished:
        running.wait_for_alert(1000)
        finished = any(isinstance(alert, lt.torrent_finished_alert) for alert in running.pop_alerts())
    open(sys.argv[5], 'w').close()
    sys.stdin.read()
