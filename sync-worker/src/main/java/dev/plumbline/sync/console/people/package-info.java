/** Who may do what: people and their roles, API keys. The same code as the API's routes for them, by forms. */
@NullMarked
package dev.plumbline.sync.console.people;

import org.jspecify.annotations.NullMarked;
