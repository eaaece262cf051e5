package dev.plumbline.sync.setup;

/**
 * Who we are to the database.
 *
 * @param owner makes and alters tables, at the start only
 */
record DatabaseLogins(String url, Login owner, Login worker, Login ingest) {
    record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }
}
