package org.pay;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class OwnerController {
    private final OwnerRepository owners;

    OwnerController(OwnerRepository owners) {
        this.owners = owners;
    }

    @PostMapping("/owners")
    public String create(Owner owner) {
        try {
            owner.check(owner.getName());
            this.owners.save(owner);
            this.owners.flush();
        } catch (IllegalStateException e) {
            owner.fail();
        }
        return "ok";
    }
}
