#pragma once

namespace penumbra {

/// From now on SIGTERM, SIGUSR1, SIGINT and SIGXCPU ask the run to stop at the next safe place.
void watch_stop_signals();
bool stop_requested();
/// Asks as a signal would.
void request_stop();
/// Forgets an earlier request.
void clear_stop_request();

}  // namespace penumbra
