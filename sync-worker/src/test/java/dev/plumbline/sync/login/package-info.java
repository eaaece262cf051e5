@NullMarked
package dev.plumbline.sync.login;

import org.jspecify.annotations.NullMarked;
