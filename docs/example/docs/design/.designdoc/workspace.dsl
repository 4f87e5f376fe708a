workspace "linkshelf" {
    model {
        user1 = person "People at a command line"
        user2 = person "HTTP clients"
        target = softwareSystem "linkshelf" {
            code = container "linkshelf" "The code" {
                component1 = component "src/linkshelf/cli.py" "The command line: linkshelf add, list, check and serve."
                component2 = component "src/linkshelf/api" "The shelf over HTTP."
                component3 = component "src/linkshelf/checking.py" "Asks whether links still lead somewhere."
                component4 = component "src/linkshelf/shelf.py" "What can be done with the shelf, whoever asks: the API and the command line both come through here."
                component5 = component "src/linkshelf/exporting.py" "The shelf as a file for other programs."
                component6 = component "src/linkshelf/store" "Where bookmarks are kept: what the shelf asks of a store, and two that can do it."
                component7 = component "src/linkshelf/bookmarks.py" "What stands on the shelf: a bookmark, its state, and the address that makes two of them the same."
                component8 = component "src/linkshelf/__init__.py" "Keeps the links that a team wants to find again."
                component9 = component "src/linkshelf/errors.py" "What can go wrong on the shelf, each with the sentence that a user reads."
                component10 = component "src/linkshelf/settings.py" "Settings of a deployment, from the environment."
            }
            unit1 = container "api" "" ""
            unit2 = container "checker" "linkshelf check --every 3600" ""
        }
        system1 = softwareSystem "Web servers (HTTP)" "servers"
        user1 -> target "runs"
        user2 -> target "requests"
        target -> system1 "uses"
        unit2 -> unit1 "starts after it"
        component1 -> component2 "imports"
        component1 -> component7 "imports"
        component1 -> component3 "imports"
        component1 -> component9 "imports"
        component1 -> component10 "imports"
        component1 -> component4 "imports"
        component1 -> component6 "imports"
        component2 -> component8 "imports"
        component2 -> component7 "imports"
        component2 -> component9 "imports"
        component2 -> component5 "imports"
        component2 -> component10 "imports"
        component2 -> component4 "imports"
        component2 -> component6 "imports"
        component3 -> component7 "imports"
        component3 -> component4 "imports"
        component4 -> component7 "imports"
        component4 -> component6 "imports"
        component5 -> component7 "imports"
        component5 -> component9 "imports"
        component6 -> component7 "imports"
        component6 -> component9 "imports"
        component7 -> component9 "imports"
    }
    views {
        systemContext target "context" {
            include *
            autoLayout
        }
        container target "containers" {
            include *
            autoLayout
        }
        component code "components" {
            include *
            autoLayout
        }
    }
}
