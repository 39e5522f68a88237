"""Runs a program in a pseudo-terminal: COLUMNS ROWS PROGRAM ARGUMENT...

What comes on stdin is typed, what the program shows goes to stdout. Ends with the program's exit code, and says on stderr
whether the terminal was left as it was: "sane" or "broken".
"""
import fcntl, os, pty, select, struct, sys, termios

columns, rows, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
pid, master = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(program[0], program)
inputs = [master, 0]
while True:
    ready, _, _ = select.select(inputs, [], [], 100)
    if not ready:
        os.kill(pid, 9)
        break
    if 0 in ready:
        typed = os.read(0, 4096)
        if typed:
            os.write(master, typed)
        else:
            inputs.remove(0)
    if master in ready:
        try:
            shown = os.read(master, 4096)
        except OSError:
            break
        if not shown:
            break
        os.write(1, shown)
_, status = os.waitpid(pid, 0)
local = termios.tcgetattr(master)[3]
sys.stderr.write("sane" if local & termios.ECHO and local & termios.ICANON else "broken")
sys.exit(os.waitstatus_to_exitcode(status) & 255)
