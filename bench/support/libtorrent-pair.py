"""libtorrent as seeder or leecher, tuned and unencrypted. Prints a line when ready, and one for each fetch."""
import os
import sys
import time

import libtorrent as lt

SETTINGS = {
    'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False, 'enable_natpmp': False,
    'enable_outgoing_utp': False, 'enable_incoming_utp': False,
    'in_enc_policy': 2, 'out_enc_policy': 2,
    'allow_multiple_connections_per_ip': True,
    'send_buffer_watermark': 16 * 1024 * 1024, 'send_buffer_low_watermark': 1024 * 1024,
    'send_buffer_watermark_factor': 200,
    'max_out_request_queue': 4000, 'max_allowed_in_request_queue': 8000, 'request_queue_time': 10,
    'max_queued_disk_bytes': 64 * 1024 * 1024,
    'aio_threads': 4, 'hashing_threads': 2,
    'rate_limit_ip_overhead': False, 'close_redundant_connections': False,
    'alert_mask': lt.alert.category_t.status_notification | lt.alert.category_t.error_notification,
    'user_agent': 'bench',
}


def session(port):
    return lt.session({**SETTINGS, 'listen_interfaces': '127.0.0.1:%d' % port})


def seed(path, torrent, port):
    storage = lt.file_storage()
    lt.add_files(storage, path)
    made = lt.create_torrent(storage, piece_size=1024 * 1024)
    lt.set_piece_hashes(made, os.path.dirname(path))
    with open(torrent, 'wb') as file:
        file.write(lt.bencode(made.generate()))
    running = session(port)
    running.add_torrent({
        'ti': lt.torrent_info(torrent), 'save_path': os.path.dirname(path),
        'flags': lt.torrent_flags.seed_mode,
    })
    print('ready', flush=True)
    sys.stdin.read()


def fetch(torrent, port, seeder):
    running = session(port)
    info = lt.torrent_info(torrent)
    print('ready', flush=True)
    for line in sys.stdin:
        folder = line.strip()
        handle = running.add_torrent({'ti': info, 'save_path': folder, 'flags': lt.torrent_flags.default_flags & ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused})
        handle.connect_peer(('127.0.0.1', seeder))
        while not handle.status().is_seeding:
            running.wait_for_alert(5)
            running.pop_alerts()
        print('done', flush=True)
        # Closing the files is not part of the time; the next round begins from nothing.
        running.remove_torrent(handle)
        time.sleep(0.3)
        print('removed', flush=True)


if sys.argv[1] == 'seed':
    seed(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    fetch(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
