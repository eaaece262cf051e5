/** How people come in: a password or an issuer they log in with, a session with an end, and the chain that guards every page. */
@NullMarked
package dev.plumbline.sync.login;

import org.jspecify.annotations.NullMarked;
