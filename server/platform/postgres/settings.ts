const MiB = 1024 * 1024;
const clamp = (low: number, value: number, high: number): number => Math.max(low, Math.min(value, high));

/** What the settings are made for, in bytes. */
export interface Machine {
  readonly memory: number;
  readonly freeDisk: number;
}

/**
 * Settings of the embedded PostgreSQL for a machine that also runs the application, as `name=value`.
 * Logging: a row's content must never reach a log (an identity number could be in it), and the message of an ordinary
 * error quotes values; so the server logs only its own life (`log` and worse). Statements' errors go to the client alone.
 */
export const serverSettings = (machine: Machine): Record<string, string> => {
  const memory = Math.floor(machine.memory / MiB);
  const maxWal = clamp(1024, Math.floor(machine.freeDisk / MiB / 8), 16_384);
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    max_connections: "100",
    timezone: "UTC",
    shared_buffers: `${clamp(64, Math.floor(memory / 6), 4096)}MB`,
    effective_cache_size: `${clamp(128, Math.floor(memory / 2), 65_536)}MB`,
    maintenance_work_mem: `${clamp(64, Math.floor(memory / 32), 1024)}MB`,
    work_mem: `${clamp(8, Math.floor(memory / 512), 64)}MB`,
    // Long checkpoints: after each, every page touched is written to the log in full once more.
    max_wal_size: `${maxWal}MB`,
    checkpoint_timeout: "30min",
    wal_compression: "off",
    random_page_cost: "1.1",
    jit: "off",
    enable_partitionwise_join: "on",
    enable_partitionwise_aggregate: "on",
    logging_collector: "on",
    log_filename: "postgresql-%a.log",
    log_truncate_on_rotation: "on",
    log_rotation_age: "1d",
    log_rotation_size: "0",
    log_timezone: "UTC",
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_statement: "none",
    log_checkpoints: "off",
    log_autovacuum_min_duration: "-1",
  };
};
