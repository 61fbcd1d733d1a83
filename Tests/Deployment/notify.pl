# Stands for the service manager: prints the datagrams of sd_notify(3) that come to the address given, @ for abstract ones.
use strict;
use warnings;
use Socket;

$| = 1;
my $address = shift;
$address =~ s/^@/\0/;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($socket, pack_sockaddr_un($address)) or die "bind: $!";
print "listening\n";
while (defined recv($socket, my $message, 4096, 0)) { print "$message\n" }
